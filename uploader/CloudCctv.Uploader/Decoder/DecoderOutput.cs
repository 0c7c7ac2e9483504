using System.Text;

namespace CloudCctv.Uploader.Decoder;

/// <summary>What the decoder says, one thing after the other, and not faster than it is taken. Thread-safe.</summary>
internal sealed class DecoderOutput(Stream stream)
{
    // Enough for the reader to be busy for a moment; more would only hold memory.
    private const int MostUntaken = 3;

    private readonly object turn = new();
    private readonly byte[] head = new byte[DecoderMessage.Length];
    private long taken = -1;
    private bool over;

    /// <summary>Waits until there is room.</summary>
    /// <returns>False once no more pictures are wanted.</returns>
    public bool Say(DecoderMessage picture, ReadOnlySpan<byte> luma)
    {
        lock (turn)
        {
            while (!over && picture.Number - taken > MostUntaken)
            {
                Monitor.Wait(turn);
            }

            if (!over)
            {
                Write(picture, luma);
            }

            return !over;
        }
    }

    /// <summary>All pictures up to this one have been read.</summary>
    public void Taken(long number)
    {
        lock (turn)
        {
            taken = number;
            Monitor.PulseAll(turn);
        }
    }

    /// <summary>No picture comes after this; the first reason counts.</summary>
    public void End(DecoderMessageKind kind, string why)
    {
        lock (turn)
        {
            if (!over)
            {
                over = true;
                var text = Encoding.UTF8.GetBytes(why);
                Write(new DecoderMessage(kind, 0, 0, 0, false, false, text.Length), text);
                Monitor.PulseAll(turn);
            }
        }
    }

    public void Answer(DecoderMessage message, ReadOnlySpan<byte> content)
    {
        lock (turn)
        {
            Write(message, content);
        }
    }

    private void Write(DecoderMessage message, ReadOnlySpan<byte> content)
    {
        message.Write(head);
        stream.Write(head);
        stream.Write(content);
    }
}
