using CloudCctv.Analysis;
using CloudCctv.Functions;
using CloudCctv.Gallery;
using CloudCctv.Storage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

var store = StoreFactory.Create(AppSettings.Store(builder.Configuration), TimeProvider.System);
builder.Services.AddSingleton(store);
builder.Services.AddCloudCctvAnalysis(AppSettings.Analysis(builder.Configuration));
builder.Services.AddCloudCctvGallery(AppSettings.Gallery(builder.Configuration));

var host = builder.Build();
await store.EnsureCreatedAsync(CancellationToken.None);
await host.RunAsync();
