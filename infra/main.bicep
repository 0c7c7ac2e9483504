// What CloudCctv needs in Azure, as a map: one line of thought per module. The rights of everything stand in rbac.bicep alone.
//
//   devices ──zip──▶ store ──BlobCreated──▶ queue ──▶ app ──▶ sightings in the store ──▶ events topic ──▶ whoever subscribes
//                                                      │
//                          vault (secrets of channels) ┘            watch: logs, traces, budget
targetScope = 'resourceGroup'

@description('Short name from which all others are made: lower-case letters and digits.')
@minLength(3)
@maxLength(10)
param name string = 'cctv'

@description('Region; devices upload to it. It must offer Flex Consumption: az functionapp list-flexconsumption-locations')
param location string = resourceGroup().location

@description('Time zone of the owner, an IANA name: how times read in alerts and gallery.')
param timeZone string = 'UTC'

@description('Memory of one worker in MB. 2048 holds the detector and two batches at once.')
@allowed([ 2048, 4096 ])
param instanceMemoryMB int = 2048

@description('How many workers there may be at once: the bound on what a flood of pictures can cost. 40 is the least that Azure takes.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Workers that are always warm: 0 costs nothing and answers the first event after a quiet hour some seconds later; 1 costs about 15 USD a month.')
@minValue(0)
@maxValue(10)
param alwaysReadyInstances int = 0

@description('Days after which pictures and clips move to cool storage, where keeping costs half and reading more. Nothing is deleted by this; retention is the app\'s.')
@minValue(1)
param coolAfterDays int = 30

@description('Days for which a deleted picture can be brought back. 0 switches it off, for who must erase at once.')
@minValue(0)
@maxValue(365)
param softDeleteDays int = 7

@description('Monthly budget in the currency of the subscription; mails at 50, 90 and 100 %. 0 for none.')
@minValue(0)
param monthlyBudget int = 20

@description('Who is told when the budget is used up. Required with a budget.')
param budgetContacts string[] = []

@description('First day of the month in which the budget begins.')
param budgetStart string = utcNow('yyyy-MM-01')

@description('Makes a Notification Hub beside it, for an app of your own; Web Push needs none.')
param withNotificationHub bool = false

@description('Object id of the person or group that may put secrets into the vault and look into the store. Empty for nobody.')
param ownerPrincipalId string = ''

@description('What the owner is.')
@allowed([ 'User', 'Group' ])
param ownerPrincipalType string = 'User'

@description('Further settings of the app, name → value, such as CLOUDCCTV__Worker__Workers. What is not here is gone after the next azd provision.')
param settings object = {}

@description('Settings whose values are secrets: name → name of the secret in the vault, such as CLOUDCCTV__Alerts__Ntfy__0__TopicUrl → ntfy-topic-url.')
param secretSettings object = {}

// Names that must be unique in the world end in a token made from the resource group.
var token = toLower(take(uniqueString(subscription().id, resourceGroup().id, name), 8))
var tags = { app: 'cloudcctv', name: name }

module identity 'app/identity.bicep' = {
  name: 'identity'
  params: { name: 'id-${name}-${token}', location: location, tags: tags }
}

module store 'app/store.bicep' = {
  name: 'store'
  params: {
    name: 'st${name}${token}'
    location: location
    tags: tags
    coolAfterDays: coolAfterDays
    softDeleteDays: softDeleteDays
  }
}

module arrivals 'app/arrivals.bicep' = {
  name: 'arrivals'
  params: {
    name: 'evgt-${name}-${token}'
    location: location
    tags: tags
    storeName: store.outputs.name
  }
}

module events 'app/events.bicep' = {
  name: 'events'
  params: { name: 'evgt-${name}-out-${token}', location: location, tags: tags }
}

module vault 'app/vault.bicep' = {
  name: 'vault'
  params: { name: 'kv-${name}-${token}', location: location, tags: tags }
}

module watch 'app/watch.bicep' = {
  name: 'watch'
  params: { name: '${name}-${token}', location: location, tags: tags }
}

module app 'app/app.bicep' = {
  name: 'app'
  params: {
    name: 'func-${name}-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storeName: store.outputs.name
    containerName: store.outputs.containerName
    queueName: store.outputs.queueName
    packageContainerName: store.outputs.packageContainerName
    vaultUri: vault.outputs.uri
    insightsConnectionString: watch.outputs.connectionString
    eventsEndpoint: events.outputs.endpoint
    timeZone: timeZone
    instanceMemoryMB: instanceMemoryMB
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    furtherSettings: settings
    secretSettings: secretSettings
  }
  // The app reads its package and its secrets with these rights at its first start.
  dependsOn: [ rights ]
}

module rights 'rbac.bicep' = {
  name: 'rights'
  params: {
    appPrincipalId: identity.outputs.principalId
    arrivalsPrincipalId: arrivals.outputs.principalId
    ownerPrincipalId: ownerPrincipalId
    ownerPrincipalType: ownerPrincipalType
    storeName: store.outputs.name
    vaultName: vault.outputs.name
    eventsName: events.outputs.name
    insightsName: watch.outputs.insightsName
  }
}

// Its queue is written to with the topic's own identity, so the right has to be there first.
module arrivalsRoute 'app/arrivals-route.bicep' = {
  name: 'arrivals-route'
  params: {
    topicName: arrivals.outputs.name
    storeId: store.outputs.id
    containerName: store.outputs.containerName
    queueName: store.outputs.queueName
    deadLetterContainerName: store.outputs.deadLetterContainerName
  }
  dependsOn: [ rights ]
}

module budget 'app/budget.bicep' = if (monthlyBudget > 0) {
  name: 'budget'
  params: { name: 'budget-${name}', amount: monthlyBudget, contacts: budgetContacts, start: budgetStart }
}

module notificationHub 'app/notification-hub.bicep' = if (withNotificationHub) {
  name: 'notification-hub'
  params: { name: 'nh-${name}-${token}', location: location, tags: tags }
}

@description('Where the gallery is.')
output GALLERY_URL string = app.outputs.url

@description('For `azd deploy`.')
output AZURE_FUNCTION_NAME string = app.outputs.name

@description('What CLOUDCCTV_STORE holds on a server of your own that shares this store.')
output CLOUDCCTV_STORE string = store.outputs.blobEndpoint

@description('Where the secrets of alert channels go: az keyvault secret set --vault-name …')
output VAULT_NAME string = vault.outputs.name

@description('Topic of CloudEvents that other systems subscribe to.')
output EVENTS_TOPIC string = events.outputs.name
