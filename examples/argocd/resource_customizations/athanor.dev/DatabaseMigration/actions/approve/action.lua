-- that plan and no other: one that is made anew has another hash
if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["athanor.dev/approve"] = obj.status.plan.hash
return obj
