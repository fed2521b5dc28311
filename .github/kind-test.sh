#!/usr/bin/env bash
# On the cluster that kubectl points at: install, migrate, fail, mend, upgrade, remove.
set -euo pipefail
cd "$(dirname "$0")/.."
trap 'kubectl get dbm,jobs,pods -A; kubectl describe dbm -A; kubectl logs -n athanor-system deployment/athanor-operator --tail=100' ERR

values=(--set "image.repository=$IMAGE_REPOSITORY" --set "image.tag=$IMAGE_TAG" --set image.pullPolicy=Never)
helm install athanor helm/athanor -n athanor-system --create-namespace --wait --timeout 5m "${values[@]}"
helm test athanor -n athanor-system --timeout 5m

kubectl create namespace shop
kubectl apply -n shop -f .github/kind-postgresql.yaml
kubectl rollout status -n shop deployment/shop-postgresql --timeout=5m
kubectl apply -n shop -k examples/shop
kubectl wait -n shop databasemigration/shop --for=condition=Ready --timeout=5m

# a revision that fails says so, and one that is mended goes on
revision() {
  kubectl create configmap shop-revisions -n shop --from-file=examples/shop/revisions \
    --from-literal="c0ffee.sql=$1" --dry-run=client -o yaml | kubectl apply -f -
}
header=$'-- revision: c0ffee\n-- down-revision: a95d17e3f048\n\n-- upgrade\n'
revision "${header}SELECT no_such_column;"
kubectl wait -n shop databasemigration/shop --for=condition=Stalled --timeout=5m
revision "${header}CREATE TABLE mended (id int);"
kubectl wait -n shop databasemigration/shop --for=condition=Ready --timeout=5m

helm upgrade athanor helm/athanor -n athanor-system --wait --timeout 5m "${values[@]}" --set replicas=2
kubectl wait -n shop databasemigration/shop --for=condition=Ready --timeout=1m
helm uninstall athanor -n athanor-system --wait
kubectl get -n shop databasemigration/shop
# what has nothing to wait for waits for no operator
kubectl delete namespace shop --timeout=2m
