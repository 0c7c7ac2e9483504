using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Live.Web;

/// <summary>Answers what went wrong with a status and tells strangers nothing about the inside.</summary>
internal sealed class Faults(ILogger logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException)
        {
            // The viewer has gone, or we are stopping: nobody to answer.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = exception.StatusCode;
        }
        catch (IOException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The link broke in the middle of a picture.
        }
#pragma warning disable CA1031 // The edge: one request failed, the next must not.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.RequestFailed(exception, context.Request.Path.Value ?? "");
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
    }
}
