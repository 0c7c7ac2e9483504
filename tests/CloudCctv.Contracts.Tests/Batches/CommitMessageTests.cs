using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Tests.Batches;

public sealed class CommitMessageTests
{
    private const string Name = "farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip";

    [Fact]
    public void Read_OwnMessage_GivesTheBatch()
    {
        Assert.True(BatchName.TryParse(Name, out var batch));
        Assert.True(CommitMessage.TryRead(CommitMessage.For(batch), out var read, out _));
        Assert.Equal(batch, read);
    }

    [Theory]
    [InlineData($$$"""{"topic":"/subscriptions/x","subject":"/blobServices/default/containers/cctv/blobs/batches/{{{Name}}}","eventType":"Microsoft.Storage.BlobCreated","data":{"api":"PutBlockList"}}""")]
    [InlineData($$$"""{"specversion":"1.0","type":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/cctv/blobs/batches/{{{Name}}}","data":{}}""")]
    public void Read_EventGridBlobCreated_GivesTheBatch(string message)
    {
        Assert.True(CommitMessage.TryRead(message, out var batch, out _));
        Assert.Equal(Name, batch.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{\"batch\":\"\\ud800\"}")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"batch":7}""")]
    [InlineData("""{"batch":"../../x.zip"}""")]
    [InlineData("""{"subject":"/blobServices/default/containers/cctv/blobs/flagged/x.jpg"}""")]
    public void Read_AnythingElse_SaysWhatIsWrong(string message)
    {
        Assert.False(CommitMessage.TryRead(message, out _, out var fault));
        Assert.NotEmpty(fault);
    }
}
