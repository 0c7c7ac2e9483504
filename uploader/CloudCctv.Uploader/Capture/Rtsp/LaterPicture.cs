using CloudCctv.Imaging;
using CloudCctv.Uploader.Decoder;

namespace CloudCctv.Uploader.Capture.Rtsp;

/// <summary>The full picture of a frame, which the decoder holds. Whoever has the frame disposes it. One caller at a time.</summary>
internal sealed class LaterPicture(PictureLink link, DecoderMessage told) : IDisposable
{
    private RawPicture? here;
    private Action<RawPicture>? veil;
    private bool disposed;

    public long Number => told.Number;

    /// <summary>Whether it can still be had, as far as is known.</summary>
    public bool IsThere => here is not null || link.IsOpen;

    /// <summary>From now on, nobody gets the picture before this was done to it.</summary>
    public void Cover(Action<RawPicture> with)
    {
        veil = with;
        if (here is { } picture)
        {
            with(picture);
        }
    }

    /// <summary>A copy, planar 4:2:0, the caller's; null if it cannot be had.</summary>
    public RawPicture? Copy()
    {
        if (here is { } picture)
        {
            var copy = PooledBytes.Rent(picture.Data.Length);
            picture.Data.Span.CopyTo(copy.Span);
            return picture with { Data = copy };
        }

        return Fetch();
    }

    /// <summary>As JPEG, encoded where it is; null if it is not there, or must not leave from there as it is.</summary>
    /// <param name="quality">1 to 100.</param>
    public PooledBytes? Jpeg(int quality) => here is null && veil is null ? link.Ask(new DecoderCommand(DecoderCommandKind.Jpeg, Number, quality)) : null;

    /// <summary>Brings it over, because the decoder is about to go.</summary>
    public void Keep() => here ??= Fetch();

    /// <summary>Hands it out, the caller's; null if it cannot be had.</summary>
    public RawPicture? Take()
    {
        Keep();
        var taken = here;
        here = null;
        return taken;
    }

    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            here?.Data.Dispose();
            here = null;
            link.Release(this);
        }
    }

    private RawPicture? Fetch()
    {
        var data = link.Ask(new DecoderCommand(DecoderCommandKind.Full, Number));
        if (data is null || data.Length == DecoderMessage.FullBytes(told.Width, told.Height))
        {
            return data is null ? null : Veiled(new RawPicture(data, FrameFormat.Yuv420, told.Width, told.Height, told.FullRange));
        }

        data.Dispose();
        return null;
    }

    private RawPicture Veiled(RawPicture picture)
    {
        veil?.Invoke(picture);
        return picture;
    }
}
