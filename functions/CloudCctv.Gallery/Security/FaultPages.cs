using CloudCctv.Gallery.Layout;
using CloudCctv.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Gallery.Security;

/// <summary>Answers what went wrong with a page that tells what to do and nothing about the inside.</summary>
internal sealed partial class FaultPages(RequestDelegate next, ILogger<FaultPages> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser has gone: nobody to answer.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, exception.StatusCode, "That did not arrive whole", "Go back and try again.");
        }
        catch (StoreUnreachableException exception) when (!context.Response.HasStarted)
        {
            LogStoreUnreachable(exception.Message, context.Request.Path);
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "The store does not answer", "Pictures are safe where they are. Try again in a minute.");
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            // The edge: a page failed, the next request must not.
            LogPageFailed(exception, context.Request.Path);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, "This page failed", "The server's log says why.");
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, string title, string text)
    {
        context.Response.Clear();
        var page = new RazorComponentResult<MessagePage>(new { Title = title, Text = text }) { StatusCode = status };
        return page.ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Store unreachable while serving {Path}: {Reason}")]
    private partial void LogStoreUnreachable(string reason, PathString path);

    [LoggerMessage(Level = LogLevel.Error, Message = "Page {Path} failed")]
    private partial void LogPageFailed(Exception exception, PathString path);
}
