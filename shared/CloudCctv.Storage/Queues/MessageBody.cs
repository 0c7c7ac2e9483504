using System.Text;

namespace CloudCctv.Storage.Queues;

internal static class MessageBody
{
    /// <summary>What fits into an Azure Storage Queue message of 64 KiB once it is Base64; the folder queue keeps to it too.</summary>
    public const int MaxBytes = 48 * 1024;

    /// <exception cref="StoreRejectedException">The text is too long for any queue.</exception>
    public static byte[] Encode(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return bytes.Length <= MaxBytes
            ? bytes
            : throw new StoreRejectedException($"Message of {bytes.Length} bytes; a queue takes at most {MaxBytes}.");
    }
}
