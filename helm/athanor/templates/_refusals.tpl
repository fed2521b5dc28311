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
    {{- $number := or (kindIs "float64" $least) (kindIs "int64" $least) -}}
    {{- if or (eq (toString $least) "100%") (and $number (ge (int $least) (int $values.replicas))) -}}
      {{- fail (printf "\n\npodDisruptionBudget.minAvailable: %s with replicas: %d would let no node be drained. Write more replicas, or a smaller minAvailable.\n" (toString $least) (int $values.replicas)) -}}
    {{- end -}}
    {{- if has (toString $most) (list "0" "0%") -}}
      {{- fail (printf "\n\npodDisruptionBudget.maxUnavailable: %s would let no node be drained. Write 1.\n" (toString $most)) -}}
    {{- end -}}
  {{- end -}}
  {{- range $variable := $values.env -}}
    {{- if or (hasPrefix "ATHANOR_" $variable.name) (has $variable.name (list "POD_NAME" "POD_NAMESPACE")) -}}
      {{- fail (printf "\n\nenv: %s is for the chart to set. Write the value that it comes from instead: image, watchNamespaces, operator.logFormat, operator.logLevel or leaderElection.\n" $variable.name) -}}
    {{- end -}}
  {{- end -}}
  {{- range $field, $_ := $values.podSpec -}}
    {{- if has $field (list "affinity" "automountServiceAccountToken" "containers" "enableServiceLinks" "imagePullSecrets" "nodeSelector" "priorityClassName" "serviceAccountName" "terminationGracePeriodSeconds" "tolerations" "topologySpreadConstraints" "volumes") -}}
      {{- fail (printf "\n\npodSpec.%s is for the chart to set. Write the value of that name instead, where there is one.\n" $field) -}}
    {{- else if eq $field "securityContext" -}}
      {{- fail "\n\npodSpec.securityContext is for the chart to set. Write podSecurityContext instead.\n" -}}
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
