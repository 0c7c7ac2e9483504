using CloudCctv.Tests.Support;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
