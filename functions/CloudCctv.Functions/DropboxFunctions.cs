using CloudCctv.Analysis.Inbox;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CloudCctv.Functions;

/// <summary>What comes by way of Dropbox. Both do nothing unless <c>CLOUDCCTV__Dropbox__Inbox</c> is set.</summary>
public sealed class DropboxFunctions(DropboxInbox inbox, DropboxHook hook)
{
    [Function("PollDropbox")]
    public Task PollAsync([TimerTrigger("15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => inbox.TakeAsync(cancellationToken);

    /// <summary>Anonymous to the host: Dropbox signs its calls.</summary>
    [Function("DropboxChanged")]
    public Task ChangedAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "hooks/dropbox")] HttpRequest request) => hook.AnswerAsync(request.HttpContext);
}
