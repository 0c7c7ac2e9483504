using System.Net.WebSockets;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Live.Support;

/// <summary>Frames as a camera gives them, and what viewers get of them.</summary>
internal static class LiveScene
{
    public const int Width = 320;
    public const int Height = 240;

    public static readonly MotionResult Still = new(GateState.Watching, 0, null, []);

    public static MotionResult Moved(double score) => new(GateState.Watching, score, new Box(0.1, 0.2, 0.3, 0.4), ["drive"]);

    /// <summary>A decoded frame of one grey.</summary>
    public static Frame Decoded(int number)
    {
        var data = PooledBytes.Rent(Width * Height * 3 / 2);
        data.Span.Fill((byte)(40 + (number % 150)));
        return new Frame(number, DateTimeOffset.UnixEpoch.AddSeconds(number), FrameFormat.Yuv420, data) { Width = Width, Height = Height };
    }

    /// <summary>A camera's own JPEG.</summary>
    public static Frame Jpeg(int number)
    {
        using var encoder = new JpegEncoder();
        using var pixels = Decoded(number);
        return new Frame(number, pixels.Time, FrameFormat.Jpeg, encoder.EncodeYuv420(pixels.Data.Span, Width, Height, 80));
    }

    public static void Publish(this CloudCctv.Uploader.Live.CameraView view, Frame frame, double score = 0)
    {
        using (frame)
        {
            view.Publish(frame, score > 0 ? Moved(score) : Still);
        }
    }

    /// <summary>A whole message; fails the test if the other side says goodbye instead.</summary>
    public static async Task<(WebSocketMessageType Type, byte[] Bytes)> NextMessageAsync(this WebSocket socket, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return (part.MessageType, message.ToArray());
            }
        }
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
