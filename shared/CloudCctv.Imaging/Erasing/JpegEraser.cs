using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Imaging.Erasing;

/// <summary>
/// Makes an area of a JPEG flat grey without decoding it to pixels: the coefficients of all blocks that the area touches become
/// zero, those of all others stay bit for bit, so that nothing outside loses quality. Everything in the file that is not the
/// picture goes, too: an Exif thumbnail would show the area still. Works out the blocks once per size. Not thread-safe.
/// </summary>
public sealed unsafe class JpegEraser : IDisposable
{
    private readonly Covers covers;
    private readonly JpegLimits limits = JpegLimits.Default;
    private nint handle = Start();
    private byte[] scratch = [];
    private (JpegHeader Size, int Subsampling) shape;
    private BlockMap? fine;
    private BlockMap? coarse;

    public JpegEraser(Covers covers) => this.covers = covers;

    /// <returns>The file without the area, in a pooled buffer that the caller disposes.</returns>
    /// <exception cref="JpegException">It cannot be read to its end; then nothing of it may be shown.</exception>
    public PooledBytes Erase(ReadOnlySpan<byte> jpeg)
    {
        JpegStructure.Check(jpeg, limits);
        fixed (byte* source = jpeg)
        {
            if (TurboJpegNative.tjDecompressHeader3(handle, source, new CULong((nuint)jpeg.Length), out var width, out var height, out var subsampling, out _) != 0)
            {
                throw Broken("Not a readable JPEG");
            }

            Prepare(new JpegHeader(width, height), subsampling);
            return Transform(source, jpeg.Length, subsampling);
        }
    }

    public void Dispose()
    {
        if (handle != 0)
        {
            _ = TurboJpegNative.tjDestroy(handle);
            handle = 0;
        }
    }

    private PooledBytes Transform(byte* source, int length, int subsampling)
    {
        var capacity = checked((int)TurboJpegNative.tjBufSize(shape.Size.Width, shape.Size.Height, subsampling).Value);
        if (scratch.Length < capacity)
        {
            scratch = GC.AllocateUninitializedArray<byte>(capacity);
        }

        // Not the maps themselves: the collector may move them, and native code only keeps the handle for this call.
        var maps = GCHandle.Alloc(this);
        try
        {
            fixed (byte* target = scratch)
            {
                var written = target;
                var bytes = new CULong((nuint)capacity);
                var transform = new TurboTransform { Options = TurboJpegNative.TransformCopyNone, Data = GCHandle.ToIntPtr(maps), Filter = &Filter };
                if (TurboJpegNative.tjTransform(handle, source, new CULong((nuint)length), 1, &written, &bytes, &transform, TurboJpegNative.FlagNoReallocate | TurboJpegNative.FlagLimitScans) != 0
                    && (TurboJpegNative.tjGetErrorCode(handle) != TurboJpegNative.ErrorIsWarning || JpegStructure.IsCutOff(new ReadOnlySpan<byte>(source, length))))
                {
                    throw Broken("JPEG cannot be erased in part");
                }

                var erased = PooledBytes.Rent(checked((int)bytes.Value));
                scratch.AsSpan(0, erased.Length).CopyTo(erased.Span);
                return erased;
            }
        }
        finally
        {
            maps.Free();
        }
    }

    private void Prepare(JpegHeader size, int subsampling)
    {
        if (fine is null || shape != (size, subsampling))
        {
            var (across, down) = subsampling switch
            {
                1 => (2, 1), // 4:2:2
                2 => (2, 2), // 4:2:0
                4 => (1, 2), // 4:4:0
                5 => (4, 1), // 4:1:1
                _ => (1, 1), // 4:4:4 and grey
            };
            shape = (size, subsampling);
            fine = new BlockMap((size.Width, size.Height), 1, 1, covers);
            coarse = (across, down) == (1, 1) ? fine : new BlockMap((size.Width, size.Height), across, down, covers);
        }
    }

    /// <summary>Called by the library for each row of blocks of each component. Nothing in it may throw.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Filter(short* coefficients, TurboRegion row, TurboRegion plane, int component, int transformIndex, TurboTransform* transform)
    {
        var eraser = (JpegEraser)GCHandle.FromIntPtr(transform->Data).Target!;
        var map = component is 1 or 2 ? eraser.coarse! : eraser.fine!;
        for (var column = 0; column < row.Width / BlockMap.BlockSide; column++)
        {
            if (map.IsErased(column, row.Y / BlockMap.BlockSide))
            {
                new Span<short>(coefficients + (column * BlockMap.BlockSide * BlockMap.BlockSide), BlockMap.BlockSide * BlockMap.BlockSide).Clear();
            }
        }

        return 0;
    }

    private static nint Start() => TurboJpegNative.tjInitTransform() is not 0 and var started
        ? started
        : throw new JpegException("libjpeg-turbo could not start a transformer (out of memory?).");

    // As with the decoder: a header that ends too early leaves the library waiting for its rest. Start anew.
    private JpegException Broken(string what)
    {
        var fault = new JpegException($"{what}: {TurboJpegNative.ErrorText(handle)}.");
        Dispose();
        handle = Start();
        return fault;
    }
}
