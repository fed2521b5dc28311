{{/* Each has its page in docs/runbooks. */}}
{{- define "athanor.alerts" -}}
- alert: AthanorDatabaseStalled
  expr: athanor_stalled == 1
  for: 2m
  labels:
    severity: critical
  annotations:
    summary: "{{ `{{ $labels.namespace }}/{{ $labels.name }}` }} is not where it should be, and a person must act"
    description: "Nothing more is tried by itself. See: kubectl athanor status {{ `{{ $labels.name }} -n {{ $labels.namespace }}` }}"
- alert: AthanorDatabaseUnreachable
  expr: increase(athanor_failures_total{reason="DatabaseUnreachable"}[30m]) > 5
  labels:
    severity: warning
  annotations:
    summary: "Jobs cannot reach a database"
    description: "{{ `{{ $value | humanize }}` }} attempts in 30 minutes could not reach their database. It is tried for ever. See: kubectl athanor status -A"
- alert: AthanorOperationTakesLong
  expr: athanor_operation_age_seconds > {{ .Values.metrics.alerts.operationSeconds }}
  labels:
    severity: warning
  annotations:
    summary: "{{ `{{ $labels.namespace }}/{{ $labels.name }}` }} is under way for {{ `{{ $value | humanizeDuration }}` }}"
    description: "A long statement, a lock that somebody holds, or attempts that fail again and again. See: kubectl athanor status {{ `{{ $labels.name }} -n {{ $labels.namespace }}` }}"
- alert: AthanorPlanWaits
  expr: athanor_awaiting_approval == 1
  for: 1h
  labels:
    severity: info
  annotations:
    summary: "A plan for {{ `{{ $labels.namespace }}/{{ $labels.name }}` }} waits for its approval"
    description: "Nothing is done until somebody reads it. See: kubectl athanor plan {{ `{{ $labels.name }} -n {{ $labels.namespace }}` }}"
- alert: AthanorNoLeader
  expr: absent(athanor_leader{namespace="{{ .Release.Namespace }}"} == 1)
  for: 5m
  labels:
    severity: critical
  annotations:
    summary: "No operator is at work in {{ .Release.Namespace }}"
    description: "Databases stay where they are until one is. See: kubectl get pods -n {{ .Release.Namespace }}"
- alert: AthanorSeveralLeaders
  expr: sum(athanor_leader{namespace="{{ .Release.Namespace }}"}) > 1
  for: 5m
  labels:
    severity: critical
  annotations:
    summary: "{{ `{{ $value }}` }} operators are at work in {{ .Release.Namespace }} at once"
    description: "Two releases in one namespace, or replicas without leader election. See: kubectl get lease -n {{ .Release.Namespace }}"
{{- end -}}
