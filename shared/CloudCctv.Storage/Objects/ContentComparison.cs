namespace CloudCctv.Storage.Objects;

internal static class ContentComparison
{
    private const int ChunkBytes = 128 * 1024;

    /// <summary>Reads both to their end, or to the first difference.</summary>
    public static async Task<bool> AreEqualAsync(Stream left, Stream right, CancellationToken cancellationToken)
    {
        var leftChunk = new byte[ChunkBytes];
        var rightChunk = new byte[ChunkBytes];
        while (true)
        {
            var leftCount = await left.ReadAtLeastAsync(leftChunk, ChunkBytes, throwOnEndOfStream: false, cancellationToken);
            var rightCount = await right.ReadAtLeastAsync(rightChunk, ChunkBytes, throwOnEndOfStream: false, cancellationToken);
            if (!leftChunk.AsSpan(0, leftCount).SequenceEqual(rightChunk.AsSpan(0, rightCount)))
            {
                return false;
            }

            if (leftCount < ChunkBytes)
            {
                return true;
            }
        }
    }
}
