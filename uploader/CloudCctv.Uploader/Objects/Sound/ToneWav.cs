using System.Buffers.Binary;
using System.Text;

namespace CloudCctv.Uploader.Objects.Sound;

/// <summary>Three short tones as a WAV file (RIFF, PCM, 16 bits, mono), worked out and not recorded.</summary>
internal static class ToneWav
{
    public const int SamplesPerSecond = 16_000;

    private const int HeaderBytes = 44;

    private const double Hertz = 1_760;

    private const double ToneSeconds = 0.15;

    private const double RestSeconds = 0.1;

    private const int Tones = 3;

    // Without it a loudspeaker clicks.
    private const double FadeSeconds = 0.01;

    public static byte[] Make()
    {
        int tone = (int)(ToneSeconds * SamplesPerSecond), rest = (int)(RestSeconds * SamplesPerSecond);
        var file = new byte[HeaderBytes + (Tones * (tone + rest) * sizeof(short))];
        WriteHeader(file);
        for (var i = 0; i < Tones * (tone + rest); i++)
        {
            var within = i % (tone + rest);
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + (i * sizeof(short))), within < tone ? Sample(within, tone) : (short)0);
        }

        return file;
    }

    private static short Sample(int at, int length)
    {
        var fade = Math.Min(1, Math.Min(at, length - 1 - at) / (FadeSeconds * SamplesPerSecond));
        return (short)(0.8 * short.MaxValue * fade * Math.Sin(2 * Math.PI * Hertz * at / SamplesPerSecond));
    }

    private static void WriteHeader(Span<byte> file)
    {
        Encoding.ASCII.GetBytes("RIFF", file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], file.Length - 8);
        Encoding.ASCII.GetBytes("WAVEfmt ", file[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], SamplesPerSecond);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], SamplesPerSecond * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 8 * sizeof(short));
        Encoding.ASCII.GetBytes("data", file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], file.Length - HeaderBytes);
    }
}
