using System.Runtime.InteropServices;

namespace CloudCctv.Uploader.Decoder;

/// <summary>
/// <c>cctv-uploader decode</c>, which the uploader starts for itself, once per camera: reads a stranger's stream with ffmpeg's
/// libraries, tells of each picture in small, and holds the full ones until somebody asks for them or releases them. Whatever a
/// hostile stream does to it, it does not to the uploader. It ends when its input does, which is when the uploader is gone.
/// </summary>
internal static class DecoderProgram
{
    public const string Command = "decode";

    // Eighteen of 1080p: what the uploader holds is less than half of that.
    private const long MaxHeldBytes = 60_000_000;

    public static int Run()
    {
        // systemd and Ctrl-C tell all of a service's processes at once; the uploader still wants what is held here.
        using var hangUp = Heedless(PosixSignal.SIGHUP);
        using var interrupt = Heedless(PosixSignal.SIGINT);
        using var terminate = Heedless(PosixSignal.SIGTERM);
        using var input = Console.OpenStandardInput();
        using var stdout = Console.OpenStandardOutput();
        if (DecoderRequest.Read(input) is not { } request)
        {
            return 2;
        }

        var output = new DecoderOutput(stdout);
        var held = new HeldPictures(MaxHeldBytes);
        // Reading from a network cannot be interrupted: the program ends under it.
        new Thread(() => Decode(request, held, output)) { IsBackground = true }.Start();
        using var answers = new PictureAnswers(held, output);
        Span<byte> command = stackalloc byte[DecoderCommand.Length];
        try
        {
            while (input.ReadAtLeast(command, command.Length, throwOnEndOfStream: false) == command.Length)
            {
                answers.Obey(DecoderCommand.Read(command));
            }
        }
        catch (IOException)
        {
            // Nobody reads the answer.
        }

        return 0;
    }

    private static PosixSignalRegistration Heedless(PosixSignal signal) => PosixSignalRegistration.Create(signal, context => context.Cancel = true);

    private static void Decode(DecoderRequest request, HeldPictures held, DecoderOutput output)
    {
        try
        {
            if (AvNative.Load() is { } missing)
            {
                throw new VideoUnsuitableException(missing);
            }

            using var video = new VideoInput(request);
            Watch(video, held, output);
            output.End(DecoderMessageKind.Ended, "");
        }
        catch (VideoUnsuitableException exception)
        {
            output.End(DecoderMessageKind.Unsuitable, exception.Message);
        }
        catch (VideoException exception)
        {
            output.End(DecoderMessageKind.Ended, exception.Message);
        }
        catch (IOException)
        {
            // The uploader is gone, and the input ends too.
        }
    }

    private static void Watch(VideoInput video, HeldPictures held, DecoderOutput output)
    {
        var luma = Array.Empty<byte>();
        for (long number = 0; video.Next() is { } picture; number++)
        {
            var bytes = DecoderMessage.LumaBytes(picture.Width, picture.Height);
            luma = luma.Length >= bytes ? luma : new byte[bytes];
            picture.Shrink(luma);
            var message = new DecoderMessage(DecoderMessageKind.Picture, number, picture.Width, picture.Height, picture.FullRange, picture.IsBt709, bytes);
            held.Add(number, picture);
            if (!output.Say(message, luma.AsSpan(0, bytes)))
            {
                return;
            }
        }
    }
}
