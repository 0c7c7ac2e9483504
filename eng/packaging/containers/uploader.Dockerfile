# docker build -f eng/packaging/containers/uploader.Dockerfile -t cloudcctv-uploader .
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /src
COPY . .
RUN dotnet publish uploader/CloudCctv.Uploader -c Release -p:UseAppHost=false -o /out

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
RUN apt-get update \
    && apt-get install -y --no-install-recommends ffmpeg libturbojpeg tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o $APP_UID -g $APP_UID /data /store
COPY --from=build /out /app
USER $APP_UID
ENV DOTNET_EnableDiagnostics=0
VOLUME ["/data"]
ENTRYPOINT ["dotnet", "/app/cctv-uploader.dll"]
CMD ["run", "--config", "/settings/uploader.json", "--data", "/data"]
