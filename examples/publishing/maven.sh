#!/usr/bin/env bash
# Publishes dist/java to MAVEN_REPOSITORY_URL, with the credentials that settings.xml takes from the environment.
set -euo pipefail
artifact=dist/java/io/github/cdksecurerepository/cdk-secure-repository/$VERSION/cdk-secure-repository-$VERSION
mvn --batch-mode --global-settings "$(dirname "$0")/settings.xml" \
  org.apache.maven.plugins:maven-deploy-plugin:3.1.4:deploy-file \
  -DrepositoryId="${MAVEN_SERVER_ID:-company}" -Durl="$MAVEN_REPOSITORY_URL" -DpomFile="$artifact.pom" \
  -Dfile="$artifact.jar" -Dsources="$artifact-sources.jar" -Djavadoc="$artifact-javadoc.jar"
