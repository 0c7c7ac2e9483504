using CloudCctv.DropboxServer;
using CloudCctv.Storage.Dropbox;
using CloudCctv.Storage.Dropbox.SignIn;
using Server = CloudCctv.DropboxServer.DropboxServer;

namespace CloudCctv.Storage.Tests.Dropbox;

/// <summary>What the cloud side sees of a folder: listings, cursors, waiting.</summary>
public sealed class DropboxFolderTests : IAsyncLifetime
{
    private Server server = null!;
    private DropboxFolder folder = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await Server.StartAsync(Cancel);
        var token = server.TokenJson();
        folder = DropboxFolder.Open("dropbox:/in", "Inbox", name => name switch
        {
            DropboxTokenFile.Variable => token,
            "CLOUDCCTV_DROPBOX_API" => server.Address.ToString(),
            _ => null,
        }, TimeProvider.System);
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task List_FolderNotMadeYet_IsEmptyAndBeginsAnewNextTime()
    {
        var page = await folder.ListAsync(cursor: null, Cancel);

        Assert.Equal((null, false, 0), (page.Cursor, page.HasMore, page.Files.Count));
    }

    [Fact]
    public async Task List_WithCursor_TellsOnlyWhatIsNew()
    {
        server.Write("/in/a", [1]);
        server.Write("/elsewhere/x", [1]);
        var first = await folder.ListAsync(cursor: null, Cancel);
        server.Write("/in/b", [1]);
        server.Delete("/in/a");

        var second = await folder.ListAsync(first.Cursor, Cancel);

        Assert.Equal(["a"], first.Files.Select(file => file.Name.Value));
        Assert.Equal(["b"], second.Files.Select(file => file.Name.Value));
        Assert.Empty((await folder.ListAsync(second.Cursor, Cancel)).Files);
    }

    [Fact]
    public async Task List_CursorTooOld_BeginsAnew()
    {
        server.Write("/in/a", [1]);
        var first = await folder.ListAsync(cursor: null, Cancel);
        server.ResetCursors();

        var reset = await folder.ListAsync(first.Cursor, Cancel);

        Assert.Equal((null, true), (reset.Cursor, reset.HasMore));
        Assert.Single((await folder.ListAsync(reset.Cursor, Cancel)).Files);
    }

    [Fact]
    public async Task Wait_SomethingComes_ReturnsThen()
    {
        server.Write("/in/a", [1]);
        var page = await folder.ListAsync(cursor: null, Cancel);

        var waiting = folder.WaitAsync(page.Cursor!, TimeSpan.FromMinutes(8), Cancel);
        server.Write("/in/b", [1]);

        Assert.Equal(TimeSpan.Zero, await waiting.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.Single((await folder.ListAsync(page.Cursor, Cancel)).Files);
    }

    [Fact]
    public async Task Wait_CursorTooOld_ReturnsAtOnce()
    {
        server.Write("/in/a", [1]);
        var page = await folder.ListAsync(cursor: null, Cancel);
        server.ResetCursors();

        await folder.WaitAsync(page.Cursor!, TimeSpan.FromMinutes(8), Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    [Fact]
    public async Task OpenReadAndDelete_AnotherVersionByNow_AreLeftAlone()
    {
        server.Write("/in/a", [1]);
        var old = Assert.Single((await folder.ListAsync(cursor: null, Cancel)).Files);
        server.Write("/in/a", [2, 3]);

        Assert.Null(await folder.OpenReadAsync(old, Cancel));
        Assert.False(await folder.DeleteAsync(old, Cancel));

        Assert.Equal([2, 3], server.Read("/in/a")!);
    }

    [Fact]
    public async Task Delete_Gone_False()
    {
        server.Write("/in/a", [1]);
        var file = Assert.Single((await folder.ListAsync(cursor: null, Cancel)).Files);

        Assert.True(await folder.DeleteAsync(file, Cancel));
        Assert.False(await folder.DeleteAsync(file, Cancel));
        Assert.Null(await folder.OpenReadAsync(file, Cancel));
    }

    [Fact]
    public async Task List_NamesThatAreNoObjects_AreLeftOut()
    {
        server.Write("/in/a b.zip", [1]);
        server.Write("/in/ünser.zip", [1]);
        server.Write("/in/.dropbox", [1]);
        server.Write("/in/ok.zip", [1]);

        Assert.Equal(["ok.zip"], (await folder.ListAsync(cursor: null, Cancel)).Files.Select(file => file.Name.Value));
    }
}
