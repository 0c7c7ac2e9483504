using System.Text;

namespace CloudCctv.Tests.Support.Proxy;

/// <summary>Answers that no server gave.</summary>
internal static class ProxyAnswer
{
    /// <param name="fault">One that is an answer.</param>
    /// <param name="method">Of the request: the answer to HEAD has no content.</param>
    public static byte[] Of(Fault fault, string method)
    {
        var answer = Of(fault);
        return method == "HEAD" ? answer[..(answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4)] : answer;
    }

    private static byte[] Of(Fault fault) => fault switch
    {
        Fault.Status503 => Error("503 Service Unavailable", "ServerBusy", "Retry-After: 1\r\n"),
        Fault.Status429 => Error("429 Too Many Requests", null, "Retry-After: 1\r\n"),
        Fault.Status409 => Error("409 Conflict", null),
        Fault.Status403 => Error("403 Forbidden", "AuthenticationFailed"),
        Fault.FailureAsSuccess => Encoding.ASCII.GetBytes("HTTP/1.1 201 Created\r\nServer: somebody\r\nContent-Length: 0\r\n\r\n"),
        _ => Error("500 Internal Server Error", "InternalError"),
    };

    private static byte[] Error(string status, string? code, string headers = "")
    {
        var content = code is null ? "<html>no</html>" : $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>no</Message></Error>";
        var type = code is null ? "text/html" : "application/xml";
        headers += code is null ? "" : $"x-ms-error-code: {code}\r\n";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}Content-Type: {type}\r\nContent-Length: {content.Length}\r\n\r\n{content}");
    }
}
