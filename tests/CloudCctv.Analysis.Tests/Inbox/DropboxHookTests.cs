using System.Text;
using CloudCctv.Analysis.Inbox;
using CloudCctv.Analysis.Tests.Support;
using Microsoft.AspNetCore.Http;
using Server = CloudCctv.DropboxServer.DropboxServer;

namespace CloudCctv.Analysis.Tests.Inbox;

public sealed class DropboxHookTests : IAsyncLifetime
{
    private const string Notice = """{"list_folder":{"accounts":["dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"]}}""";

    private InboxScene scene = null!;

    public async ValueTask InitializeAsync() => scene = await InboxScene.BeginAsync();

    public async ValueTask DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task Challenge_ComesBackAsPlainText()
    {
        var context = await CallAsync("GET", query: "?challenge=abc123%3Cscript%3E");

        Assert.Equal((200, "abc123<script>"), (context.Response.StatusCode, await BodyAsync(context)));
        Assert.StartsWith("text/plain", context.Response.ContentType, StringComparison.Ordinal);
        Assert.Equal("nosniff", context.Response.Headers.XContentTypeOptions);
    }

    [Fact]
    public async Task Notice_Signed_BatchesAreTaken()
    {
        scene.Put(BatchMaker.For().With(Picture.WithPerson()));

        var context = await CallAsync("POST", Notice, Server.SignatureOf(Notice));

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Empty(scene.Dropbox.Paths);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Notice_NotSignedByDropbox_IsRefusedAndNothingIsLookedAt(string? signature)
    {
        Assert.Equal(403, (await CallAsync("POST", Notice, signature)).Response.StatusCode);

        Assert.Empty(scene.Dropbox.Calls);
    }

    [Fact]
    public async Task Notice_SignatureOfAnotherBody_IsRefused() =>
        Assert.Equal(403, (await CallAsync("POST", Notice + " ", Server.SignatureOf(Notice))).Response.StatusCode);

    [Fact]
    public async Task Notice_DropboxAway_IsStillAcknowledged()
    {
        scene.Dropbox.RevokeEverything();

        Assert.Equal(200, (await CallAsync("POST", Notice, Server.SignatureOf(Notice))).Response.StatusCode);
    }

    [Fact]
    public async Task Notice_TooLong_IsRefused()
    {
        var body = new string('x', 70_000);

        Assert.Equal(413, (await CallAsync("POST", body, Server.SignatureOf(body))).Response.StatusCode);
    }

    [Fact]
    public void Genuine_IsTheHmacOfTheRawBody()
    {
        Assert.True(DropboxHook.IsGenuine(Server.AppSecret, Encoding.UTF8.GetBytes(Notice), Server.SignatureOf(Notice)));
        Assert.False(DropboxHook.IsGenuine("another secret", Encoding.UTF8.GetBytes(Notice), Server.SignatureOf(Notice)));
    }

    private async Task<HttpContext> CallAsync(string method, string body = "", string? signature = null, string query = "")
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.QueryString = new QueryString(query);
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Request.Headers["X-Dropbox-Signature"] = signature;
        context.Response.Body = new MemoryStream();
        await scene.Hook.AnswerAsync(context);
        return context;
    }

    private static async Task<string> BodyAsync(HttpContext context)
    {
        context.Response.Body.Position = 0;
        return await new StreamReader(context.Response.Body).ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
