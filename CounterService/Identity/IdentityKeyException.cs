namespace Affluence.Counter.Identity;

/// <summary>What is in the store can't be opened, or nothing be sealed, with the keys that are here. Somebody has to see to it.</summary>
internal sealed class IdentityKeyException(string message, Exception? innerException = null) : Exception(message, innerException);
