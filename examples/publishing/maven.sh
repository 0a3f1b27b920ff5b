#!/usr/bin/env bash
# Publishes dist/java to MAVEN_REPOSITORY_URL, with the credentials that settings.xml takes from the environment.
set -euo pipefail
: "${MAVEN_REPOSITORY_URL:?is missing}" "${VERSION:?is missing}"
server=${MAVEN_SERVER_ID:-company}
case $server in
  company) : "${MAVEN_USERNAME:?is missing}" "${MAVEN_PASSWORD:?is missing}" ;;
  gitlab) : "${CI_JOB_TOKEN:?is missing}" ;;
esac
artifact=dist/java/io/github/cdksecurerepository/cdk-secure-repository/$VERSION/cdk-secure-repository-$VERSION
mvn --batch-mode --global-settings "$(dirname "$0")/settings.xml" \
  org.apache.maven.plugins:maven-deploy-plugin:3.1.4:deploy-file \
  -DrepositoryId="$server" -Durl="$MAVEN_REPOSITORY_URL" -DpomFile="$artifact.pom" \
  -Dfile="$artifact.jar" -Dsources="$artifact-sources.jar" -Djavadoc="$artifact-javadoc.jar"
