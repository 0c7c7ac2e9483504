using CloudCctv.Storage.Dropbox;
using Server = CloudCctv.DropboxServer.DropboxServer;

namespace CloudCctv.Storage.Tests.Dropbox;

public sealed class ContentHashTests
{
    private const int Block = ContentHash.BlockBytes;

    [Fact]
    public void Of_Nothing_IsTheHashThatTheDocumentationShows() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", ContentHash.Of([]));

    [Theory]
    [InlineData(1)]
    [InlineData(Block - 1)]
    [InlineData(Block)]
    [InlineData(Block + 1)]
    [InlineData((2 * Block) + 12345)]
    public async Task InAnyPieces_IsTheDefinition(int bytes)
    {
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        var expected = Server.ContentHashOf(content);

        using var pieces = new ContentHash();
        for (var at = 0; at < bytes; at += 777_777)
        {
            pieces.Append(content.AsSpan(at, Math.Min(777_777, bytes - at)));
        }

        Assert.Equal(expected, pieces.Finish());
        Assert.Equal(expected, ContentHash.Of(content));
        Assert.Equal((bytes, expected), await ContentHash.OfAsync(new MemoryStream(content), TestContext.Current.CancellationToken));
    }
}
