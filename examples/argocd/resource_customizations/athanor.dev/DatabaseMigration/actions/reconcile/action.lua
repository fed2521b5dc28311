-- anything new does
if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["athanor.dev/reconcile-at"] = obj.metadata.resourceVersion
return obj
