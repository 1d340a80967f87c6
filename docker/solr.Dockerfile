# The official Solr with our configset and JTS, which polygons need and the image does not have.
FROM maven:3-eclipse-temurin-17 AS jts
COPY config/solr/server/pom.xml /build/pom.xml
RUN mvn -q -B -f /build/pom.xml dependency:copy-dependencies -DoutputDirectory=/build/lib -DincludeArtifactIds=jts-core

FROM solr:9.8.1
USER root
COPY --from=jts /build/lib/ /opt/solr/server/solr-webapp/webapp/WEB-INF/lib/
COPY config/solr/conf /opt/portal-configset/conf
USER solr
