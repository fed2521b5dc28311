-- said twice, it is still one more attempt
if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["athanor.dev/retry"] = obj.status.job.name
return obj
