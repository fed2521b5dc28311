{{/* Exactly what the operator calls, which a test compares. It reads no Secret and writes no spec. */}}
{{- define "athanor.rules" -}}
# patch: the finalizer
- apiGroups: [athanor.dev]
  resources: [databasemigrations]
  verbs: [get, list, watch, patch]
- apiGroups: [athanor.dev]
  resources: [databasemigrations/status]
  verbs: [patch]
# patch: owner and time to live, once a result is in the status; delete: a Job that never
# started, and one that is left when its resource goes
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
# what a Job's pod left, and why one does not start
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
# how far a Job is, and the SQL that it has planned
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
- apiGroups: [""]
  resources: [events]
  verbs: [list]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
# create and patch: the plan that is to be approved, in a ConfigMap of our own
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch, create, patch]
{{- end -}}

{{- define "athanor.subject" -}}
- kind: ServiceAccount
  name: {{ include "athanor.serviceAccount" . }}
  namespace: {{ .Release.Namespace }}
{{- end -}}
