# docker build -f eng/packaging/containers/server.Dockerfile -t cloudcctv-server .
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /src
COPY . .
# One result for every architecture: the native libraries of both are in it.
RUN dotnet publish functions/CloudCctv.SelfHost -c Release -p:UseAppHost=false -o /out

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
RUN apt-get update \
    && apt-get install -y --no-install-recommends libturbojpeg tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o $APP_UID -g $APP_UID /data /store /cache
COPY --from=build /out /app
USER $APP_UID
ENV DOTNET_EnableDiagnostics=0 XDG_CACHE_HOME=/cache
VOLUME ["/data", "/store"]
EXPOSE 8080
# SIGTERM ends it in an orderly way: give it 45 seconds (--stop-timeout).
ENTRYPOINT ["dotnet", "/app/cctv-server.dll"]
CMD ["run", "--data", "/data", "--store", "/store", "--url", "http://0.0.0.0:8080"]
