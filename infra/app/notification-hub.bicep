// For an app of one's own that wants native push: subscribe it to the events topic through a Logic App or a function.
param name string
param location string
param tags object

resource namespace 'Microsoft.NotificationHubs/namespaces@2023-09-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Free' }
}

resource hub 'Microsoft.NotificationHubs/namespaces/notificationHubs@2023-09-01' = {
  parent: namespace
  name: 'alerts'
  location: location
  tags: tags
}

output name string = hub.name
