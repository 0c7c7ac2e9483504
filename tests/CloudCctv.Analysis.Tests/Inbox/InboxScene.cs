using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Inbox;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Status;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.Storage.Dropbox;
using CloudCctv.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Server = CloudCctv.DropboxServer.DropboxServer;

namespace CloudCctv.Analysis.Tests.Inbox;

/// <summary>A cloud side whose devices send by way of a Dropbox on this machine.</summary>
internal sealed class InboxScene : IAsyncDisposable
{
    private InboxScene(Server dropbox)
    {
        Dropbox = dropbox;
        Inbox = NewInbox();
    }

    public Server Dropbox { get; }

    public Installation System { get; } = new();

    public DropboxOptions Options { get; } = new() { Inbox = "dropbox:/cctv", AppSecret = Server.AppSecret, MaxBytes = 1_000_000 };

    public DropboxInbox Inbox { get; }

    public DropboxHook Hook => new(Inbox, Options, TimeProvider.System, NullLogger<DropboxHook>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<InboxScene> BeginAsync() => new(await Server.StartAsync(Cancel));

    /// <summary>As another process has it.</summary>
    public DropboxInbox NewInbox()
    {
        var token = Dropbox.TokenJson();
        var folder = DropboxFolder.Open(Options.Inbox!, "Inbox", name => name switch
        {
            "CLOUDCCTV_DROPBOX_TOKEN" => token,
            "CLOUDCCTV_DROPBOX_API" => Dropbox.Address.ToString(),
            _ => null,
        }, TimeProvider.System);
        var taking = new InboxTaking(
            System.Store.Objects, System.Store.Queue, System.Get<ZipSpool>(), System.Get<ResultStore>(), System.Get<QuarantineStore>(), Options, System.Clock,
            System.Get<AnalysisStatus>(), System.Get<WakeSignals>(), NullLogger<InboxTaking>.Instance);
        return new DropboxInbox(folder, taking, System.Store.Objects, System.Clock, NullLogger<DropboxInbox>.Instance);
    }

    public void Put(BatchMaker batch, byte[]? zip = null) => Dropbox.Write($"/cctv/{StoreLayout.ObjectFor(batch.Name)}", zip ?? batch.ToZip());

    public Task<InboxRound> TakeAsync() => Inbox.TakeAsync(Cancel);

    /// <summary>Works on all that is queued, as a worker does.</summary>
    public async Task WorkAsync()
    {
        IWorkQueue queue = System.Store.Queue;
        while (await queue.ReceiveAsync(TimeSpan.FromMinutes(1), Cancel) is { } item)
        {
            await System.Handler.HandleAsync(item.Body, item.DequeueCount, Cancel);
            await queue.DeleteAsync(item, Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Inbox.Dispose();
        await System.DisposeAsync();
        await Dropbox.DisposeAsync();
    }
}
