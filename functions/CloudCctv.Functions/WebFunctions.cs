using CloudCctv.Gallery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CloudCctv.Functions;

/// <summary>Every page of the gallery. Anonymous to the host: the gallery has a sign-in of its own.</summary>
public sealed class WebFunctions(GalleryPipeline gallery)
{
    [Function("Web")]
    public Task WebAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "{*path}")] HttpRequest request) =>
        gallery.InvokeAsync(request.HttpContext);
}
