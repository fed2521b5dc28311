{{/* The front of every name. The longest end is -leader-election, and a label holds 63 characters. */}}
{{- define "athanor.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "athanor.operator" -}}
{{- include "athanor.fullname" . }}-operator
{{- end -}}

{{- define "athanor.serviceAccount" -}}
{{- default (include "athanor.operator" .) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "athanor.image" -}}
{{- $image := .Values.image -}}
{{- $image.repository }}:{{ default .Chart.AppVersion $image.tag }}{{ with $image.digest }}@{{ . }}{{ end -}}
{{- end -}}

{{/* What tells this release's operator from all other pods. */}}
{{- define "athanor.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end -}}

{{- define "athanor.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: athanor
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{/* name, labels and annotations of an object: (list . name labels annotations) */}}
{{- define "athanor.metadata" -}}
{{- $root := index . 0 -}}
{{- $labels := merge (dict) (default dict (index . 2)) (default dict $root.Values.labels) (include "athanor.labels" $root | fromYaml) -}}
{{- $annotations := merge (dict) (default dict (index . 3)) (default dict $root.Values.annotations) -}}
name: {{ index . 1 }}
labels:
  {{- toYaml $labels | nindent 2 }}
{{- with $annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* What is cluster-wide comes with an operator that is, unless somebody says: (list . install) */}}
{{- define "athanor.clusterWide" -}}
{{- $install := index . 1 -}}
{{- if kindIs "bool" $install -}}
{{- if $install }}true{{ end -}}
{{- else if not (index . 0).Values.watchNamespaces }}true{{ end -}}
{{- end -}}
