// Who may do what: every right there is, in one place. Ids are Azure's own for its built-in roles.
param appPrincipalId string
param arrivalsPrincipalId string
param ownerPrincipalId string
param ownerPrincipalType string
param storeName string
param vaultName string
param eventsName string
param insightsName string

var roles = {
  blobOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  blobContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  blobDelegator: 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a'
  queueContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  queueSender: 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
  eventGridSender: 'd5a91429-5739-47e2-a06b-3470a27159e7'
  secretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  secretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  metricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

resource store 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storeName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource events 'Microsoft.EventGrid/topics@2022-06-15' existing = {
  name: eventsName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// ── the app ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
// Owner of blobs rather than contributor: the host of Functions keeps its leases and its package here and asks for it.
// Delegator: to sign what devices are lent for a few hours, instead of keys.
resource appOnStore 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [ roles.blobOwner, roles.blobDelegator, roles.queueContributor ]: {
    scope: store
    name: guid(store.id, appPrincipalId, role)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource appOnEvents 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: events
  name: guid(events.id, appPrincipalId, roles.eventGridSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventGridSender)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource appOnVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appPrincipalId, roles.secretsUser)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.secretsUser)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource appOnInsights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, appPrincipalId, roles.metricsPublisher)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.metricsPublisher)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// ── Event Grid, which says that a zip has arrived: it writes to the queue, and dead letters to a container ───────────────
resource arrivalsOnStore 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [ roles.queueSender, roles.blobContributor ]: {
    scope: store
    name: guid(store.id, arrivalsPrincipalId, role)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: arrivalsPrincipalId
      principalType: 'ServicePrincipal'
    }
  }
]

// ── the owner ────────────────────────────────────────────────────────────────────────────────────────────────────────────
resource ownerOnVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(ownerPrincipalId)) {
  scope: vault
  name: guid(vault.id, ownerPrincipalId, roles.secretsOfficer)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.secretsOfficer)
    principalId: ownerPrincipalId
    principalType: ownerPrincipalType
  }
}

resource ownerOnStore 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(ownerPrincipalId)) {
  scope: store
  name: guid(store.id, ownerPrincipalId, roles.blobContributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobContributor)
    principalId: ownerPrincipalId
    principalType: ownerPrincipalType
  }
}
