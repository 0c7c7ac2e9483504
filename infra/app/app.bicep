// The app: triggers, timers and the gallery, on Flex Consumption (nothing runs while nothing happens).
param name string
param location string
param tags object
param identityId string
param identityClientId string
param storeName string
param containerName string
param queueName string
param packageContainerName string
param vaultUri string
param insightsConnectionString string
param eventsEndpoint string
param timeZone string
param instanceMemoryMB int
param maximumInstances int
param alwaysReadyInstances int
param furtherSettings object
param secretSettings object

resource store 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storeName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  kind: 'functionapp'
  properties: { reserved: true }
}

var identityConnection = {
  AzureWebJobsStorage__accountName: store.name
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  CLOUDCCTV_QUEUES__queueServiceUri: store.properties.primaryEndpoints.queue
  CLOUDCCTV_QUEUES__blobServiceUri: store.properties.primaryEndpoints.blob
  CLOUDCCTV_QUEUES__credential: 'managedidentity'
  CLOUDCCTV_QUEUES__clientId: identityClientId
  // DefaultAzureCredential, which our own clients use, takes the identity of this id.
  AZURE_CLIENT_ID: identityClientId
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
}

var cloudCctv = {
  CLOUDCCTV_STORE: store.properties.primaryEndpoints.blob
  CLOUDCCTV_CONTAINER: containerName
  CLOUDCCTV_QUEUE: queueName
  CLOUDCCTV_ACCESS_KEY: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/gallery-access-key)'
  // Other ways to hear of a zip than the queue: one is enough.
  'AzureWebJobs.AnalyzeBlob.Disabled': 'true'
  'AzureWebJobs.OnBlobEvent.Disabled': 'true'
  CLOUDCCTV__Alerts__TimeZone: timeZone
  CLOUDCCTV__EventGrid__TopicEndpoint: eventsEndpoint
  CLOUDCCTV__Alerts__GalleryUrl: 'https://${name}.azurewebsites.net'
}

// What the app sees is the secret; what stands in its settings is where it is.
var fromVault = toObject(items(secretSettings), one => one.key, one => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${one.value})')

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  // The service that azure.yaml names is found by this tag.
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: { minTlsVersion: '1.2', http20Enabled: true }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${store.properties.primaryEndpoints.blob}${packageContainerName}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances > 0 ? [ { name: 'function:AnalyzeBatch', instanceCount: alwaysReadyInstances } ] : []
      }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(identityConnection, cloudCctv, { APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString }, furtherSettings, fromVault)
  }

  // Nobody deploys with a password.
  resource noFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource noScm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
