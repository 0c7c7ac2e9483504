namespace CloudCctv.Uploader.Decoder;

/// <summary>The stream cannot be read; the message says why.</summary>
internal sealed class VideoException(string message) : Exception(message);

/// <summary>The stream can be read, but not by this decoder: ffmpeg knows more kinds.</summary>
internal sealed class VideoUnsuitableException(string message) : Exception(message);

/// <summary>Reads a stream and decodes its pictures, one by one, in the order in which they are shown. Not thread-safe.</summary>
internal sealed unsafe class VideoInput : IDisposable
{
    /// <summary>Larger pictures are refused.</summary>
    public const long MaxPixels = 40_000_000;

    private readonly int stream;
    private nint input;
    private nint decoder;
    private nint packet = AvNative.av_packet_alloc();
    private bool ended;

    /// <exception cref="VideoException">It cannot be opened.</exception>
    /// <exception cref="VideoUnsuitableException">It is for ffmpeg.</exception>
    public VideoInput(DecoderRequest request)
    {
        Open(request);
        Check(AvNative.avformat_find_stream_info(input, 0));
        stream = AvNative.av_find_best_stream(input, AvNative.Video, -1, -1, out var codec, 0);
        Check(stream);
        var parameters = *(nint*)((*(nint**)(input + AvLayout.ContextStreams))[stream] + AvNative.Layout!.StreamParameters);
        if (*(int*)(parameters + AvLayout.ParametersCodec) == AvNative.MotionJpeg)
        {
            throw new VideoUnsuitableException("its pictures are JPEGs, which pass through untouched");
        }

        // One thread: several would hold back as many pictures, and take more time of all processors together.
        decoder = AvNative.avcodec_alloc_context3(codec);
        Check(AvNative.avcodec_parameters_to_context(decoder, parameters));
        Check(AvNative.avcodec_open2(decoder, codec, 0));
    }

    /// <summary>The next picture; the caller's.</summary>
    /// <returns>Null at the end of the stream.</returns>
    /// <exception cref="VideoException">It breaks off.</exception>
    /// <exception cref="VideoUnsuitableException">Its pictures are of another kind.</exception>
    public DecodedPicture? Next()
    {
        var frame = AvNative.av_frame_alloc();
        try
        {
            while (AvNative.avcodec_receive_frame(decoder, frame) is var result && result != 0)
            {
                if (result != AvNative.TryAgain && ended)
                {
                    return null;
                }

                Feed();
            }

            var picture = new DecodedPicture(frame);
            frame = 0;
            return picture;
        }
        finally
        {
            AvNative.av_frame_free(ref frame);
        }
    }

    public void Dispose()
    {
        AvNative.av_packet_free(ref packet);
        AvNative.avcodec_free_context(ref decoder);
        AvNative.avformat_close_input(ref input);
    }

    private void Open(DecoderRequest request)
    {
        nint options = 0;
        try
        {
            foreach (var (name, value) in request.Options)
            {
                Check(AvNative.av_dict_set(ref options, name, value, 0));
            }

            Check(AvNative.avformat_open_input(ref input, request.Url, 0, ref options));
        }
        finally
        {
            AvNative.av_dict_free(ref options);
        }
    }

    // What cannot be decoded is left out: the next key frame mends it.
    private void Feed()
    {
        var result = AvNative.av_read_frame(input, packet);
        if (result == AvNative.TryAgain)
        {
            return;
        }

        if (result == AvNative.EndOfFile)
        {
            ended = true;
            _ = AvNative.avcodec_send_packet(decoder, 0);
            return;
        }

        Check(result);
        if (*(int*)(packet + AvLayout.PacketStream) == stream)
        {
            _ = AvNative.avcodec_send_packet(decoder, packet);
        }

        AvNative.av_packet_unref(packet);
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new VideoException(AvNative.ErrorText(result));
        }
    }
}
