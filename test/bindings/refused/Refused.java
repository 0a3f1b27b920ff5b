package com.example;

import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.SecureRepository;
import software.amazon.awscdk.Stack;

/** Mistakes that the compiler of Java finds; each line says what it tells. */
final class Refused {
    void mistakes(final Stack stack, final SecureRepository repository) {
        LifecyclePolicy.keepLatest("10"); // text for a count: java.lang.String cannot be converted to java.lang.Number
        LifecyclePolicy.keepLatest(); // no arguments: no suitable method found for keepLatest(no arguments)
        new SecureRepository(stack); // no id: no suitable constructor found for SecureRepository(software.amazon.awscdk.Stack)
        SecureRepository.Builder.create(stack, "A").name("myapp"); // an unknown property: symbol:   method name(java.lang.String)
        SecureRepository.Builder.create(stack, "B").mutableTags("latest"); // text for a list of tags: java.lang.String cannot be converted to java.util.List<java.lang.String>
        SecureRepository.Builder.create(stack, "C").removalPolicy("DESTROY"); // text for an enum: java.lang.String cannot be converted to software.amazon.awscdk.RemovalPolicy
        repository.grantPull("arn:aws:iam::111122223333:role/dev"); // a grant to the text of an ARN: java.lang.String cannot be converted to software.amazon.awscdk.services.iam.IGrantable
    }
}
