namespace CloudCctv.Tests.Support.Proxy;

/// <summary>What can happen to one request on its way.</summary>
public enum Fault
{
    /// <summary>The connection is reset while the request is still being sent; the server never hears of it.</summary>
    Reset,

    /// <summary>The server does as asked, and the connection is reset in place of the answer.</summary>
    AnswerLost,

    /// <summary>Half of the request reaches the server, then both connections are reset.</summary>
    TruncatedRequest,

    /// <summary>Half of the answer arrives.</summary>
    TruncatedAnswer,

    /// <summary>Nothing happens for <see cref="FaultPlan.StallFor"/>, then the connection is reset.</summary>
    Stall,

    /// <summary>All is well, only later.</summary>
    Delay,

    /// <summary>Status 500 in the server's place.</summary>
    Status500,

    /// <summary>Status 503 with Retry-After.</summary>
    Status503,

    /// <summary>Status 429 with Retry-After.</summary>
    Status429,

    /// <summary>Status 409, as if something were in the way.</summary>
    Status409,

    /// <summary>Status 403, as from a gateway that wants people to sign in.</summary>
    Status403,

    /// <summary>The server gets the request twice; the answer is that of either.</summary>
    Duplicate,

    /// <summary>The server does as asked, and the answer is an error.</summary>
    SuccessAsFailure,

    /// <summary>The server never hears of it, and the answer is 201.</summary>
    FailureAsSuccess,
}
