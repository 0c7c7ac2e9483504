using System.Reflection;
using System.Runtime.InteropServices;

namespace CloudCctv.Uploader.Decoder;

/// <summary>The few calls of libavformat, libavcodec and libavutil that decoding one stream takes. They come with Debian's ffmpeg.</summary>
internal static unsafe partial class AvNative
{
    public const int Video = 0;
    public const int TryAgain = -11;
    public const int EndOfFile = -541478725;
    public const int MotionJpeg = 7;
    public const int Yuv420 = 0, FullRangeYuv420 = 12;
    public const int FullRange = 2;
    public const int MatrixBt709 = 1, MatrixUnknown = 2;

    private const string Format = "avformat", Codec = "avcodec", Util = "avutil";
    private const int LogErrors = 16, LogWithLevel = 2;

    static AvNative() => NativeLibrary.SetDllImportResolver(typeof(AvNative).Assembly, Resolve);

    /// <summary>Of the libraries that are installed; null if there are none that are known.</summary>
    public static AvLayout? Layout { get; private set; }

    /// <summary>Loads the libraries. Must come before every other call.</summary>
    /// <returns>Null if all is well, else what is missing.</returns>
    public static string? Load()
    {
        Layout = AvLayout.Known.FirstOrDefault(layout => Names(layout).All(name => NativeLibrary.TryLoad(name, out _)));
        if (Layout is null || IntPtr.Size != 8)
        {
            return $"libavformat {string.Join(" or ", AvLayout.Known.Select(layout => layout.Format))} is not here";
        }

        if (avformat_version() >> 16 != Layout.Format || avcodec_version() >> 16 != Layout.Codec || avutil_version() >> 16 != Layout.Util)
        {
            return "the versions of ffmpeg's libraries do not belong together";
        }

        av_log_set_level(LogErrors);
        av_log_set_flags(LogWithLevel);
        return null;
    }

    public static string ErrorText(int error)
    {
        var text = stackalloc byte[256];
        return av_strerror(error, text, 256) == 0 ? Marshal.PtrToStringUTF8((nint)text)! : $"error {error}";
    }

    [LibraryImport(Format)]
    public static partial int avformat_open_input(ref nint context, [MarshalAs(UnmanagedType.LPUTF8Str)] string url, nint format, ref nint options);

    [LibraryImport(Format)]
    public static partial int avformat_find_stream_info(nint context, nint options);

    [LibraryImport(Format)]
    public static partial int av_find_best_stream(nint context, int kind, int wanted, int related, out nint decoder, int flags);

    [LibraryImport(Format)]
    public static partial int av_read_frame(nint context, nint packet);

    [LibraryImport(Format)]
    public static partial void avformat_close_input(ref nint context);

    [LibraryImport(Codec)]
    public static partial nint avcodec_alloc_context3(nint decoder);

    [LibraryImport(Codec)]
    public static partial int avcodec_parameters_to_context(nint context, nint parameters);

    [LibraryImport(Codec)]
    public static partial int avcodec_open2(nint context, nint decoder, nint options);

    [LibraryImport(Codec)]
    public static partial void avcodec_free_context(ref nint context);

    [LibraryImport(Codec)]
    public static partial int avcodec_send_packet(nint context, nint packet);

    [LibraryImport(Codec)]
    public static partial int avcodec_receive_frame(nint context, nint frame);

    [LibraryImport(Codec)]
    public static partial nint av_packet_alloc();

    [LibraryImport(Codec)]
    public static partial void av_packet_unref(nint packet);

    [LibraryImport(Codec)]
    public static partial void av_packet_free(ref nint packet);

    [LibraryImport(Util)]
    public static partial nint av_frame_alloc();

    [LibraryImport(Util)]
    public static partial nint av_frame_clone(nint frame);

    [LibraryImport(Util)]
    public static partial void av_frame_free(ref nint frame);

    [LibraryImport(Util)]
    public static partial int av_dict_set(ref nint options, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int flags);

    [LibraryImport(Util)]
    public static partial void av_dict_free(ref nint options);

    [LibraryImport(Format)]
    private static partial uint avformat_version();

    [LibraryImport(Codec)]
    private static partial uint avcodec_version();

    [LibraryImport(Util)]
    private static partial uint avutil_version();

    [LibraryImport(Util)]
    private static partial void av_log_set_level(int level);

    [LibraryImport(Util)]
    private static partial void av_log_set_flags(int flags);

    [LibraryImport(Util)]
    private static partial int av_strerror(int error, byte* text, nuint bytes);

    private static string[] Names(AvLayout layout) => [$"libavutil.so.{layout.Util}", $"libavcodec.so.{layout.Codec}", $"libavformat.so.{layout.Format}"];

    // Debian has the versioned names only.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        Layout is { } layout && Names(layout).FirstOrDefault(file => file.StartsWith($"lib{name}.", StringComparison.Ordinal)) is { } file
            ? NativeLibrary.Load(file)
            : 0;
}
