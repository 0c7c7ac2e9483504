namespace CloudCctv.Uploader.Decoder;

/// <summary>
/// The pictures that may still be asked for, by number. Whoever asks for them says when it has done with each; should it not, the
/// oldest go when there are too many. Thread-safe.
/// </summary>
/// <param name="maxBytes">Of all of them together; the newest is held in any case.</param>
internal sealed class HeldPictures(long maxBytes)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, DecodedPicture> pictures = [];
    private long bytes;

    /// <summary>Takes a picture over.</summary>
    public void Add(long number, DecodedPicture picture)
    {
        lock (gate)
        {
            pictures.Add(number, picture);
            bytes += picture.FullBytes;
            while (bytes > maxBytes && pictures.Count > 1)
            {
                Drop(pictures.First().Key);
            }
        }
    }

    public void Release(long number)
    {
        lock (gate)
        {
            Drop(number);
        }
    }

    /// <returns>The picture, for the caller to dispose beside this one; null if it is not held.</returns>
    public DecodedPicture? Find(long number)
    {
        lock (gate)
        {
            return pictures.TryGetValue(number, out var picture) ? picture.Share() : null;
        }
    }

    private void Drop(long number)
    {
        if (pictures.Remove(number, out var picture))
        {
            bytes -= picture.FullBytes;
            picture.Dispose();
        }
    }
}
