namespace CloudCctv.Imaging.Tests;

public sealed class PooledBytesTests
{
    [Fact]
    public void Rent_GivesExactlyTheLength()
    {
        using var bytes = PooledBytes.Rent(1000);

        Assert.Equal(1000, bytes.Span.Length);
        Assert.Equal(1000, bytes.Memory.Length);
    }

    [Fact]
    public void UseAfterDispose_Throws_AndDisposingTwiceReturnsTheBufferOnce()
    {
        var bytes = PooledBytes.Rent(64);
        bytes.Dispose();
        bytes.Dispose();

        Assert.Throws<ObjectDisposedException>(() => bytes.Span.Length);
        using var one = PooledBytes.Rent(64);
        using var other = PooledBytes.Rent(64);
        one.Span.Fill(1);
        other.Span.Fill(2);
        Assert.Equal(1, one.Span[0]);
    }
}
