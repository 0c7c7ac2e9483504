// From that topic into the queue; what cannot be delivered for a day becomes a dead letter, and the app's sweep finds the zip anyway.
param topicName string
param storeId string
param containerName string
param queueName string
param deadLetterContainerName string

resource topic 'Microsoft.EventGrid/systemTopics@2022-06-15' existing = {
  name: topicName
}

resource toQueue 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2022-06-15' = {
  parent: topic
  name: 'batches-to-queue'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    filter: {
      includedEventTypes: [ 'Microsoft.Storage.BlobCreated' ]
      // Without a slash: paired devices have containers of their own, named after the main one.
      subjectBeginsWith: '/blobServices/default/containers/${containerName}'
      subjectEndsWith: '.zip'
      advancedFilters: [
        { operatorType: 'StringContains', key: 'subject', values: [ '/blobs/batches/' ] }
      ]
    }
    retryPolicy: { eventTimeToLiveInMinutes: 1440, maxDeliveryAttempts: 30 }
    deliveryWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      destination: {
        endpointType: 'StorageQueue'
        properties: { resourceId: storeId, queueName: queueName }
      }
    }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: { resourceId: storeId, blobContainerName: deadLetterContainerName }
      }
    }
  }
}
