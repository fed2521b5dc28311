local actions = {}

local status = obj.status or {}
local reason = ""
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Ready" then
    reason = condition.reason
  end
end
local suspended = obj.spec.suspend == true
local failed = status.job ~= nil and status.job.phase == "Failed"

actions["approve"] = {
  ["disabled"] = reason ~= "AwaitingApproval" or status.plan == nil,
  ["displayName"] = "Approve the plan",
  ["iconClass"] = "fa fa-fw fa-check"
}
actions["retry"] = {
  ["disabled"] = not failed,
  ["displayName"] = "Try again what failed",
  ["iconClass"] = "fa fa-fw fa-redo"
}
actions["reconcile"] = {
  ["disabled"] = suspended,
  ["displayName"] = "Look at the database again",
  ["iconClass"] = "fa fa-fw fa-sync-alt"
}
actions["suspend"] = {
  ["disabled"] = suspended,
  ["displayName"] = "Suspend",
  ["iconClass"] = "fa fa-fw fa-pause"
}
actions["resume"] = {
  ["disabled"] = not suspended,
  ["displayName"] = "Resume",
  ["iconClass"] = "fa fa-fw fa-play"
}
return actions
