/** What PyTorch and scikit-learn computed (test/fixtures/training/make_expectations.py). */
import expectations from '../fixtures/training/expectations.json' with { type: 'json' };

export { expectations };
