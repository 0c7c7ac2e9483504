using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Uploader.Decoder;

/// <summary>Answers what is asked of held pictures. Not thread-safe.</summary>
internal sealed class PictureAnswers(HeldPictures held, DecoderOutput output) : IDisposable
{
    private readonly JpegEncoder encoder = new();
    private byte[] yuv = [];

    public void Obey(DecoderCommand command)
    {
        switch (command.Kind)
        {
            case DecoderCommandKind.Taken:
                output.Taken(command.Number);
                break;
            case DecoderCommandKind.Release:
                held.Release(command.Number);
                break;
            case DecoderCommandKind.End:
                output.End(DecoderMessageKind.Ended, "");
                break;
            default:
                Answer(command);
                break;
        }
    }

    public void Dispose() => encoder.Dispose();

    private void Answer(DecoderCommand command)
    {
        using var picture = held.Find(command.Number);
        if (picture is null)
        {
            output.Answer(new DecoderMessage(DecoderMessageKind.Nothing, command.Number, 0, 0, false, false, 0), []);
            return;
        }

        yuv = yuv.Length >= picture.FullBytes ? yuv : new byte[picture.FullBytes];
        if (command.Kind == DecoderCommandKind.Jpeg)
        {
            picture.CopyForJpeg(yuv);
            using var jpeg = encoder.EncodeYuv420(yuv, picture.Width, picture.Height, command.Quality);
            Say(DecoderMessageKind.Jpeg, command.Number, picture, jpeg);
        }
        else
        {
            picture.Copy(yuv);
            output.Answer(Message(DecoderMessageKind.Full, command.Number, picture, picture.FullBytes), yuv.AsSpan(0, picture.FullBytes));
        }
    }

    private void Say(DecoderMessageKind kind, long number, DecodedPicture picture, PooledBytes content) =>
        output.Answer(Message(kind, number, picture, content.Length), content.Span);

    private static DecoderMessage Message(DecoderMessageKind kind, long number, DecodedPicture picture, int bytes) =>
        new(kind, number, picture.Width, picture.Height, picture.FullRange, picture.IsBt709, bytes);
}
