namespace CloudCctv.Gallery.Access.Users;

/// <summary>What was asked for a user cannot be done; the message says why, to whoever asked.</summary>
public sealed class UserException(string message) : Exception(message);
