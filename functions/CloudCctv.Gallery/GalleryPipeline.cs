using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery;

/// <summary>
/// The whole gallery, middleware and endpoints, as one handler of requests: the same in every host. Thread-safe.
/// </summary>
public sealed class GalleryPipeline(IServiceProvider services)
{
    private readonly RequestDelegate pipeline = Build(services);

    public Task InvokeAsync(HttpContext context)
    {
        // A host with a router of its own has matched its catch-all: clear that, so that ours can match.
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        return pipeline(context);
    }

    private static RequestDelegate Build(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        if (services.GetRequiredService<GalleryOptions>().BehindFrontEnd)
        {
            app.UseForwardedHeaders(LastHop());
        }

        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<FaultPages>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseEndpoints(endpoints => endpoints.MapCloudCctvGallery());
        return app.Build();
    }

    // The front end is not at a known address; that it is there is what the option says.
    private static ForwardedHeadersOptions LastHop()
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = 1,
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        return options;
    }
}
