// Reads { body, privateKey, auth } (base64url) from its input and prints the message, as a browser would see it.
const { createECDH } = require('crypto');
const ece = require('http_ece');
const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const key = createECDH('prime256v1');
key.setPrivateKey(Buffer.from(given.privateKey, 'base64url'));
const plain = ece.decrypt(Buffer.from(given.body, 'base64url'), { version: 'aes128gcm', privateKey: key, authSecret: given.auth });
process.stdout.write(plain);
