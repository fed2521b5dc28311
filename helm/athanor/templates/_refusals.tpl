{{/* What a schema cannot see: values that are good each and do not go together. */}}
{{- define "athanor.refusals" -}}
{{- $values := .Values -}}
{{- if $values.watchNamespaces -}}
  {{- range $name := list "userRoles" "approvalPolicy" -}}
    {{- if (index $values $name).install -}}
      {{- fail (printf "\n\n%s.install: true makes cluster-wide objects, and watchNamespaces asks for an operator without any. Leave %s.install out here, and install what is cluster-wide once as a release of its own:\n\n  helm install athanor-cluster … --set operator.install=false\n" $name $name) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if $values.operator.install -}}
  {{- if and (not $values.leaderElection.enabled) (gt (int $values.replicas) 1) -}}
    {{- fail (printf "\n\nreplicas: %d without leader election would be several operators at work on the same databases. Write leaderElection.enabled: true, or replicas: 1.\n" (int $values.replicas)) -}}
  {{- end -}}
  {{- if and (not $values.serviceAccount.create) (not $values.serviceAccount.name) -}}
    {{- fail "\n\nserviceAccount.create: false needs to know which account there is: write its name in serviceAccount.name.\n" -}}
  {{- end -}}
  {{- if $values.podDisruptionBudget.enabled -}}
    {{- $least := $values.podDisruptionBudget.minAvailable -}}
    {{- $most := $values.podDisruptionBudget.maxUnavailable -}}
    {{- if and (not (kindIs "invalid" $least)) (not (kindIs "invalid" $most)) -}}
      {{- fail "\n\npodDisruptionBudget takes one of maxUnavailable and minAvailable: with minAvailable write maxUnavailable: null.\n" -}}
    {{- end -}}
    {{- if and (kindIs "invalid" $least) (kindIs "invalid" $most) -}}
      {{- fail "\n\npodDisruptionBudget needs one of maxUnavailable and minAvailable, or enabled: false.\n" -}}
    {{- end -}}
    {{- if or (kindIs "float64" $least) (kindIs "int64" $least) -}}
      {{- if ge (int $least) (int $values.replicas) -}}
        {{- fail (printf "\n\npodDisruptionBudget.minAvailable: %d with replicas: %d would let no node be drained. Write more replicas, or a smaller minAvailable.\n" (int $least) (int $values.replicas)) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- range $variable := $values.env -}}
    {{- if has $variable.name (list "ATHANOR_IMAGE" "ATHANOR_LOG_FORMAT" "ATHANOR_LOG_LEVEL" "POD_NAME" "POD_NAMESPACE") -}}
      {{- fail (printf "\n\nenv: %s is set by the chart. Write image, operator.logFormat or operator.logLevel instead.\n" $variable.name) -}}
    {{- end -}}
  {{- end -}}
{{- else -}}
  {{- range $name, $asked := dict "metrics.serviceMonitor" $values.metrics.serviceMonitor.enabled "metrics.alerts" $values.metrics.alerts.enabled "networkPolicy" $values.networkPolicy.enabled -}}
    {{- if $asked -}}
      {{- fail (printf "\n\n%s.enabled: true is about an operator, and operator.install: false leaves it out. Write one of them otherwise.\n" $name) -}}
    {{- end -}}
  {{- end -}}
  {{- if $values.watchNamespaces -}}
    {{- fail "\n\nwatchNamespaces is about an operator, and operator.install: false leaves it out. Write one of them otherwise.\n" -}}
  {{- end -}}
{{- end -}}
{{- end -}}
