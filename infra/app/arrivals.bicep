// Azure's own word that a zip has arrived: the second way into the queue, for when a device's commit was lost.
param name string
param location string
param tags object
param storeName string

resource store 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storeName
}

resource topic 'Microsoft.EventGrid/systemTopics@2022-06-15' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    source: store.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

output name string = topic.name
output principalId string = topic.identity.principalId
