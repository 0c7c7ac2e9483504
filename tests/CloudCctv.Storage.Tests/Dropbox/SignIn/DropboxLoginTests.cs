using CloudCctv.Storage.Dropbox.SignIn;
using CloudCctv.Tests.Support;
using Server = CloudCctv.DropboxServer.DropboxServer;

namespace CloudCctv.Storage.Tests.Dropbox.SignIn;

public sealed class DropboxLoginTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private Server server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string TokenPath => folder.File("token.json");

    public async ValueTask InitializeAsync() => server = await Server.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Login_OwnerConsents_TokenInTheFileOpensTheStore()
    {
        var output = new StringWriter();

        await LoginAsync(new OwnerAtTheBrowser(server, output), output);

        var options = StoreAddress.Find("dropbox:/c", "--store", name => name switch
        {
            DropboxTokenFile.FileVariable => TokenPath,
            "CLOUDCCTV_DROPBOX_API" => server.Address.ToString(),
            _ => null,
        });
        await StoreFactory.Create(options!, TimeProvider.System).Objects.PutAsync(new("a"), new byte[] { 1 }, Cancel);
        Assert.Equal(["/c/a"], server.Paths);
        Assert.DoesNotContain("refresh-", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task Login_WrongOrNoCode_WritesNothing(string code)
    {
        await Assert.ThrowsAnyAsync<Exception>(() => LoginAsync(new StringReader(code), new StringWriter()));

        Assert.False(File.Exists(TokenPath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a&b=c")]
    public async Task Login_KeyThatIsNone_SaysWhereToFindIt(string key)
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => DropboxLogin.RunAsync(key, TokenPath, new StringReader("x"), new StringWriter(), Cancel));

        Assert.Contains("developers/apps", fault.Message, StringComparison.Ordinal);
    }

    private Task LoginAsync(TextReader input, TextWriter output) => DropboxLogin.RunAsync(Server.AppKey, TokenPath, input, output, server.Address, Cancel);

    /// <summary>Opens the address that was printed, and types the code found there.</summary>
    private sealed class OwnerAtTheBrowser(Server server, StringWriter output) : TextReader
    {
        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
        {
            var address = output.ToString().Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith("https://www.dropbox.com/oauth2/", StringComparison.Ordinal));
            return ValueTask.FromResult<string?>($" {server.Consent(new Uri(address))} ");
        }
    }
}
