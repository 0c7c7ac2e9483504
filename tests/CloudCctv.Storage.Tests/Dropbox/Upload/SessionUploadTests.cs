using CloudCctv.DropboxServer;
using CloudCctv.Storage.Dropbox.SignIn;
using CloudCctv.Storage.Objects;
using Server = CloudCctv.DropboxServer.DropboxServer;

namespace CloudCctv.Storage.Tests.Dropbox.Upload;

/// <summary>Large zips over links that break.</summary>
public sealed class SessionUploadTests : IAsyncLifetime
{
    private const string Append = "files/upload_session/append_v2";

    private static readonly ObjectName Name = new("batches/1.zip");

    private readonly byte[] content = new byte[3_000_000];
    private Server server = null!;
    private IObjectStore store = null!;

    public SessionUploadTests() => new Random(11).NextBytes(content);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int Appends => server.Calls.Count(call => call == $"{Append} 200");

    public async ValueTask InitializeAsync()
    {
        server = await Server.StartAsync(Cancel);
        store = StoreFactory.Create(
            new StoreOptions { DropboxFolder = "", DropboxToken = new DropboxToken(Server.AppKey, server.NewRefreshToken()), DropboxApi = server.Address }, TimeProvider.System).Objects;
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task CutBeforeAPiece_SamePutGoesOn()
    {
        server.Spoil(Append, ServiceFault.CutBefore);

        Assert.Equal(PutOutcome.Created, await PutAsync());

        AssertWhole();
    }

    [Fact]
    public async Task AnswerOfAPieceLost_ServiceSaysWhereToGoOn()
    {
        server.Spoil(Append, ServiceFault.CutAfter);

        Assert.Equal(PutOutcome.Created, await PutAsync());

        // The piece after the cut was offered at the old place, and refused.
        Assert.Contains($"{Append} 409", server.Calls);
        AssertWhole();
    }

    [Fact]
    public async Task LinkDownInTheMiddle_NextPutSendsTheRestOnly()
    {
        await SendFirstPiecesAsync();
        var before = Appends;

        Assert.Equal(PutOutcome.Created, await PutAsync());

        Assert.Single(server.Calls, call => call.StartsWith("files/upload_session/start", StringComparison.Ordinal));
        Assert.True(before >= 2, $"{before} pieces had got through");
        AssertWhole();
    }

    [Fact]
    public async Task RateLimitInTheMiddle_IsToldAndTheNextPutGoesOn()
    {
        server.Spoil("files/upload_session/finish", ServiceFault.TooManyWriteOperations, retryAfter: 3);
        var thrown = await Assert.ThrowsAsync<StoreUnreachableException>(PutAsync);
        Assert.Equal(TimeSpan.FromSeconds(3), thrown.RetryAfter);
        var before = Appends;

        Assert.Equal(PutOutcome.Created, await PutAsync());

        Assert.Equal(before, Appends);
        AssertWhole();
    }

    [Fact]
    public async Task SessionTooOld_BeginsAnother()
    {
        await SendFirstPiecesAsync();
        server.ForgetSessions();

        Assert.Equal(PutOutcome.Created, await PutAsync());

        AssertWhole();
    }

    [Fact]
    public async Task ExpiredTokenInTheMiddle_IsReplacedAndThePieceSentAgain()
    {
        await SendFirstPiecesAsync();
        server.ExpireAccessTokens();

        Assert.Equal(PutOutcome.Created, await PutAsync());

        AssertWhole();
    }

    [Fact]
    public async Task OthersBytesUnderTheName_AreFoundBeforeAnythingIsSent()
    {
        server.Write($"/{Name}", [1]);

        Assert.Equal(PutOutcome.Conflict, await PutAsync());

        Assert.Equal(0, Appends);
    }

    /// <summary>Until two cuts in a row end the put.</summary>
    private async Task SendFirstPiecesAsync()
    {
        var interrupted = new InterruptedStream(content, after: 600_000, () => server.Spoil(Append, ServiceFault.CutBefore, times: 2));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.PutNewAsync(Name, interrupted, Cancel));
        Assert.Empty(server.Paths);
    }

    private Task<PutOutcome> PutAsync() => store.PutNewAsync(Name, new MemoryStream(content), Cancel);

    private void AssertWhole() => Assert.True(content.AsSpan().SequenceEqual(server.Read($"/{Name}")), "the file is not what was sent");

    /// <summary>Has the link break once so much was read for the second time; the first is for the hash.</summary>
    private sealed class InterruptedStream(byte[] content, int after, Action interrupt) : MemoryStream(content)
    {
        private bool hashed;
        private bool done;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            if (hashed && !done && Position > after)
            {
                done = true;
                interrupt();
            }

            hashed |= count == 0;

            return count;
        }
    }
}
