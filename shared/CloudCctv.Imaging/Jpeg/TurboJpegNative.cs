using System.Reflection;
using System.Runtime.InteropServices;

namespace CloudCctv.Imaging.Jpeg;

/// <summary>The few calls of the TurboJPEG 2 API that we need (libjpeg-turbo, turbojpeg.h).</summary>
internal static unsafe partial class TurboJpegNative
{
    public const int PixelFormatRgb = 0;
    public const int PixelFormatGray = 6;
    public const int Subsampling420 = 2;
    public const int FlagFastUpsample = 256;
    public const int FlagFastDct = 2048;
    public const int FlagNoReallocate = 1024;
    public const int FlagLimitScans = 32768;
    public const int ErrorIsWarning = 0;
    public const int TransformCopyNone = 64;

    private const string Library = "turbojpeg";

    static TurboJpegNative() => NativeLibrary.SetDllImportResolver(typeof(TurboJpegNative).Assembly, Resolve);

    [LibraryImport(Library)]
    public static partial nint tjInitDecompress();

    [LibraryImport(Library)]
    public static partial nint tjInitCompress();

    [LibraryImport(Library)]
    public static partial nint tjInitTransform();

    [LibraryImport(Library)]
    public static partial int tjTransform(nint handle, byte* jpeg, CULong jpegBytes, int count, byte** targets, CULong* targetBytes, TurboTransform* transforms, int flags);

    [LibraryImport(Library)]
    public static partial int tjDestroy(nint handle);

    [LibraryImport(Library)]
    public static partial int tjDecompressHeader3(nint handle, byte* jpeg, CULong jpegBytes, out int width, out int height, out int subsampling, out int colourSpace);

    [LibraryImport(Library)]
    public static partial int tjDecompress2(nint handle, byte* jpeg, CULong jpegBytes, byte* pixels, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library)]
    public static partial int tjCompress2(nint handle, byte* pixels, int width, int pitch, int height, int pixelFormat, ref byte* jpeg, ref CULong jpegBytes, int subsampling, int quality, int flags);

    [LibraryImport(Library)]
    public static partial int tjCompressFromYUVPlanes(nint handle, byte** planes, int width, int* strides, int height, int subsampling, ref byte* jpeg, ref CULong jpegBytes, int quality, int flags);

    [LibraryImport(Library)]
    public static partial CULong tjBufSize(int width, int height, int subsampling);

    [LibraryImport(Library)]
    public static partial int tjGetErrorCode(nint handle);

    [LibraryImport(Library)]
    private static partial nint tjGetErrorStr2(nint handle);

    public static string ErrorText(nint handle) => Marshal.PtrToStringUTF8(tjGetErrorStr2(handle)) ?? "unknown error";

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
        {
            return 0;
        }

        foreach (var candidate in TurboJpegPlaces.Of(AppContext.BaseDirectory))
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException("libturbojpeg is not installed. On Debian, Ubuntu and Raspberry Pi OS: sudo apt-get install libturbojpeg0");
    }
}

/// <summary><c>tjregion</c>: left, top, width and height in samples of a plane.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TurboRegion
{
    public readonly int X;
    public readonly int Y;
    public readonly int Width;
    public readonly int Height;
}

/// <summary><c>tjtransform</c>: what becomes of the coefficients of a JPEG.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TurboTransform
{
    public TurboRegion Crop;
    public int Operation;
    public int Options;
    public nint Data;
    public delegate* unmanaged[Cdecl]<short*, TurboRegion, TurboRegion, int, int, TurboTransform*, int> Filter;
}
