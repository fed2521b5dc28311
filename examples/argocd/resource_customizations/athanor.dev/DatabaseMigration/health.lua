-- Argo CD has no rule for conditions: without this a sync wave would not wait for the database.
-- Degraded fails a sync, Progressing and Suspended keep it waiting.
local health = {
  status = "Progressing",
  message = "The operator has not looked at this generation yet"
}
if obj.status == nil or obj.status.conditions == nil
    or obj.status.observedGeneration ~= obj.metadata.generation then
  return health
end

local is = {}
for _, condition in ipairs(obj.status.conditions) do
  is[condition.type] = condition.status == "True"
  if condition.type == "Ready" then
    health.message = condition.reason .. ": " .. condition.message
  end
end

if is.Reconciling then
  health.status = "Progressing"
elseif is.Stalled then
  health.status = "Degraded"
elseif is.Ready then
  health.status = "Healthy"
else
  -- spec.suspend, or a plan that waits for its approval
  health.status = "Suspended"
end
return health
